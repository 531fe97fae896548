package io.sluice.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Coverage.Reason;
import io.sluice.audit.report.Finding;
import java.util.Locale;

/** Audit reports for machines. */
final class AuditJson {

  private AuditJson() {}

  static String of(AuditReport report) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("pipeline", report.pipeline());
    root.put("clean", report.isClean());
    root.put("verdict", new AuditSummary(report).verdict());
    ObjectNode topics = root.putObject("topics");
    report
        .topics()
        .forEach(
            (topic, counts) ->
                topics
                    .putObject(topic)
                    .put("source", counts.source())
                    .put("rows", counts.rows())
                    .put("dead", counts.dead())
                    .put("expired", counts.expired())
                    .put("dropped", counts.dropped())
                    .put("copies", counts.copies())
                    .put("repaired", counts.repaired())
                    .put("void", counts.voided())
                    .put("compared", counts.compared())
                    .put("ledgered", counts.ledgered()));
    ArrayNode coverage = root.putArray("coverage");
    report.coverage().forEach(one -> write(coverage.addObject(), one));
    ArrayNode findings = root.putArray("findings");
    report.findings().forEach(one -> write(findings.addObject(), one));
    root.put("unlisted", report.unlisted());
    ArrayNode notes = root.putArray("notes");
    report.notes().forEach(notes::add);
    return root.toPrettyString();
  }

  private static void write(ObjectNode node, Coverage one) {
    Reason reason = one.reason();
    node.put("table", one.table()).put("topic", one.topic()).put("topicId", one.topicId());
    node.put("partition", one.partition() < 0 ? null : one.partition());
    node.put("from", one.from()).put("to", one.to());
    node.put("verified", one.how().name().toLowerCase(Locale.ROOT));
    node.put("reason", reason == null ? null : reason.label());
    node.put("detail", one.detail());
    node.put("declared", one.isDeclared()).put("accepted", one.isAccepted());
  }

  private static void write(ObjectNode node, Finding finding) {
    node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
    node.put("at", finding.at() == null ? null : finding.at().toString());
    node.put("last", finding.last() == null ? null : finding.last().toString());
    node.put("where", finding.where());
    node.put("message", finding.message());
  }
}
