package io.sluice.jsonschema;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves references between schemas.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2">RFC 3986, section 5.2</a>
 */
final class Uris {

  /** RFC 3986, appendix B. */
  private static final Pattern PARTS =
      Pattern.compile("^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?$");

  private Uris() {}

  private record Parts(
      @Nullable String scheme, @Nullable String authority, String path, @Nullable String query) {
    static Parts of(String uri) {
      Matcher parts = PARTS.matcher(uri);
      return parts.matches()
          ? new Parts(parts.group(1), parts.group(2), parts.group(3), parts.group(4))
          : new Parts(null, null, uri, null);
    }

    @Override
    public String toString() {
      return (scheme == null ? "" : scheme + ":")
          + (authority == null ? "" : "//" + authority)
          + path
          + (query == null ? "" : "?" + query);
    }
  }

  /** The absolute form of a reference against a base, without its fragment. */
  static String resolve(String base, String reference) {
    Parts to = Parts.of(withoutFragment(reference));
    Parts from = Parts.of(base);
    if (to.scheme != null) {
      return new Parts(to.scheme, to.authority, withoutDots(to.path), to.query).toString();
    }
    if (to.authority != null) {
      return new Parts(from.scheme, to.authority, withoutDots(to.path), to.query).toString();
    }
    if (to.path.isEmpty()) {
      String query = to.query == null ? from.query : to.query;
      return new Parts(from.scheme, from.authority, from.path, query).toString();
    }
    String path =
        to.path.startsWith("/")
            ? to.path
            : from.authority != null && from.path.isEmpty()
                ? "/" + to.path
                : from.path.substring(0, from.path.lastIndexOf('/') + 1) + to.path;
    return new Parts(from.scheme, from.authority, withoutDots(path), to.query).toString();
  }

  /** RFC 3986, section 5.2.4. */
  private static String withoutDots(String path) {
    String in = path;
    StringBuilder out = new StringBuilder();
    while (!in.isEmpty()) {
      if (in.startsWith("../")) {
        in = in.substring(3);
      } else if (in.startsWith("./") || in.startsWith("/./")) {
        in = in.substring(2);
      } else if (in.equals("/.")) {
        in = "/";
      } else if (in.startsWith("/../") || in.equals("/..")) {
        in = "/" + in.substring(Math.min(in.length(), 4));
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (in.equals(".") || in.equals("..")) {
        in = "";
      } else {
        int next = in.indexOf('/', 1);
        out.append(next < 0 ? in : in.substring(0, next));
        in = next < 0 ? "" : in.substring(next);
      }
    }
    return out.toString();
  }

  static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  /** The fragment without percent-encoding; empty if there is none. */
  static String fragment(String uri) {
    int hash = uri.indexOf('#');
    String fragment = hash < 0 ? "" : uri.substring(hash + 1);
    try {
      return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // a percent sign that encodes nothing stands for itself
      return fragment;
    }
  }
}
