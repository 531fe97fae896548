package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.VersionRange;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds records whose schema is not an accepted version of their contract's subject. */
final class SubjectVersions {

  private final SchemaSource schemas;
  private final @Nullable String replayedTopic;
  private final Map<SchemaRef, SchemaText> known = new HashMap<>();

  /**
   * @param replayedTopic the same as for {@link TopicChecker}
   */
  SubjectVersions(SchemaSource schemas, @Nullable String replayedTopic) {
    this.schemas = schemas;
    this.replayedTopic = replayedTopic;
  }

  /**
   * The verdict for a record whose version the contract does not accept; null for other records.
   */
  @Nullable Verdict refuse(RawRecord raw, SchemaRef schema, Contract contract) {
    VersionRange taken = contract.value().versions();
    if (taken == null) {
      return null;
    }
    String subject =
        contract.value().subjectOf(replayedTopic == null ? raw.topic() : replayedTopic);
    SchemaRef.OfSubject ofSubject = new SchemaRef.OfSubject(schema, subject);
    SchemaText text = known.get(ofSubject);
    if (text != null) {
      return refuse(schema, contract, taken, subject, text.version());
    }
    return schemas
        .lookup(ofSubject, raw.readAt())
        .fold(
            found -> {
              known.put(ofSubject, found);
              return refuse(schema, contract, taken, subject, found.version());
            },
            () -> refuse(schema, contract, taken, subject, null),
            unusable -> refuse(schema, contract, taken, subject, null),
            pending -> new Verdict.Held(contract, schema, Verdict.Hold.SCHEMA, pending));
  }

  private static @Nullable Verdict refuse(
      SchemaRef schema,
      Contract contract,
      VersionRange taken,
      String subject,
      @Nullable Integer version) {
    if (version != null && taken.includes(version)) {
      return null;
    }
    String what =
        version == null
            ? "not a version of subject '" + subject + "'"
            : "version " + version + " of subject '" + subject + "'";
    return new Verdict.Dead(
        contract,
        schema,
        Faults.of(
            Code.WRONG_VERSION,
            null,
            "schema " + schema.label() + " is " + what + "; the contract accepts " + taken),
        null);
  }
}
