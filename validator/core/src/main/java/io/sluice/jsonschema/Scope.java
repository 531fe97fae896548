package io.sluice.jsonschema;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources that evaluation has entered, the outermost first. Each resource is listed once,
 * because entering it again does not affect dynamic references.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-7.1">JSON Schema
 *     Core, section 7.1</a>
 */
final class Scope {

  private final @Nullable Scope outer;
  private final @Nullable Resource resource;
  private final Scopes scopes;
  private final Map<Resource, Scope> inner = new HashMap<>();
  final int id;

  /** Counts the scopes of one evaluation. */
  private static final class Scopes {
    private int count;
  }

  private Scope(@Nullable Scope outer, @Nullable Resource resource, Scopes scopes) {
    this.outer = outer;
    this.resource = resource;
    this.scopes = scopes;
    this.id = scopes.count++;
  }

  static Scope empty() {
    return new Scope(null, null, new Scopes());
  }

  Scope with(Resource entered) {
    for (Scope at = this; at != null; at = at.outer) {
      if (at.resource == entered) {
        return this;
      }
    }
    return inner.computeIfAbsent(entered, one -> new Scope(this, one, scopes));
  }

  /** The outermost resource that has a dynamic anchor, or null. */
  @Nullable Resource outermost(String anchor) {
    Resource found = null;
    for (Scope at = this; at != null; at = at.outer) {
      if (at.resource != null && at.resource.dynamicAnchors.contains(anchor)) {
        found = at.resource;
      }
    }
    return found;
  }
}
