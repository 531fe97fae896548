package io.sluice.job.gate;

import io.sluice.job.metric.NewestLabels;
import io.sluice.job.metric.TopicLabels;
import io.sluice.wire.SchemaRef;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The labels for a topic's schemas. Records can refer to any schema, so only schemas from the
 * registry or from a file have their own labels, and of those, only the newest.
 */
final class SchemaLabels {

  /** The value of {@code firstSeen} for a schema that the registry does not have. */
  static final long UNKNOWN = -1;

  private static final Label OTHER = new Label(TopicLabels.OTHER, 0, null);

  private final NewestLabels newest = new NewestLabels();
  private final ToLongFunction<SchemaRef> firstSeen;

  /**
   * @param firstSeen when a schema was fetched, milliseconds since the epoch; 0 if that is not
   *     known, {@link #UNKNOWN} if the schema itself is not known
   */
  SchemaLabels(ToLongFunction<SchemaRef> firstSeen) {
    this.firstSeen = firstSeen;
  }

  /**
   * A label.
   *
   * @param firstSeen milliseconds since the epoch, 0 if not known
   * @param replaced a label that it replaced, or null
   */
  record Label(String name, long firstSeen, @Nullable String replaced) {
    boolean isOther() {
      return name.equals(TopicLabels.OTHER);
    }
  }

  Label of(SchemaRef schema) {
    long seen = schema instanceof SchemaRef.Digest ? 0 : firstSeen.applyAsLong(schema);
    if (seen == UNKNOWN) {
      return OTHER;
    }
    NewestLabels.Place place = newest.place(schema.label());
    return place.own() ? new Label(schema.label(), seen, place.replaced()) : OTHER;
  }
}
