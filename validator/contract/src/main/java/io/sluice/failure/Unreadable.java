package io.sluice.failure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The reason why a file cannot be read as text. */
public final class Unreadable {

  private Unreadable() {}

  /** Completes "the file cannot be read: ...". */
  public static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "it is not valid UTF-8";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "you do not have permission to read it";
    }
    String message = String.valueOf(e.getMessage());
    return message.contains("Is a directory") ? "it is a folder" : message;
  }
}
