package io.sluice.cli.run;

import io.sluice.failure.SetUpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder with the checkpoints of an embedded pipeline, locked while the pipeline runs. */
public final class StateFolder implements AutoCloseable {

  private final Path folder;
  private final FileChannel channel;

  private StateFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Creates and locks the folder of a pipeline.
   *
   * @throws SetUpException if the pipeline is already running
   */
  public static StateFolder lock(Path root, String pipeline) {
    Path folder = root.resolve(pipeline);
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new SetUpException(
            "pipeline '"
                + pipeline
                + "' is already running on this machine (its state folder "
                + folder
                + " is locked). Stop that run first, or give this pipeline a different name.");
      }
      return new StateFolder(folder, channel);
    } catch (IOException e) {
      throw new SetUpException(
          "cannot write to the state folder "
              + folder
              + " ("
              + e
              + "); check its permissions, or set a different pipeline.stateFolder");
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  public Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** The newest complete checkpoint of any job of this pipeline. */
  public Optional<Path> latestCheckpoint() {
    return latestCheckpoint(folder);
  }

  /** The newest complete checkpoint of a pipeline that may be running. */
  static Optional<Path> latestCheckpoint(Path root, String pipeline) {
    return latestCheckpoint(root.resolve(pipeline));
  }

  private static Optional<Path> latestCheckpoint(Path folder) {
    Path checkpoints = folder.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints, 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .max(Comparator.comparing(StateFolder::modified))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
  }

  private static java.nio.file.attribute.FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the modification time of " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
