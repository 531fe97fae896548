package io.sluice.cli.audit;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An audit report as one self-contained HTML page. */
final class AuditHtml {

  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; color: #1c2733; margin: 2rem auto; \
      max-width: 72rem; padding: 0 1rem }
      h1 { font-size: 1.5rem; margin-bottom: 0 }
      h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
      p.when { color: #5b6b7b; margin-top: .25rem }
      p.verdict { border-left: .4rem solid; padding: .75rem 1rem; font-weight: 600 }
      p.fine { background: #e8f5ec; border-color: #2e8b57 }
      p.gap { background: #fff6e0; border-color: #d99a1c }
      p.damage { background: #fdeaea; border-color: #c0392b }
      table { border-collapse: collapse; width: 100% }
      th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #dde4ea; \
      vertical-align: top }
      th { font-size: .8rem; color: #5b6b7b }
      td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
      td.kind { font-weight: 600; white-space: nowrap }
      td.not { color: #a35a00; font-weight: 600 }
      .scroll { overflow-x: auto }
      """;

  private final AuditReport report;
  private final AuditSummary summary;
  private final StringBuilder page = new StringBuilder();

  AuditHtml(AuditReport report) {
    this.report = report;
    this.summary = new AuditSummary(report);
  }

  /** The page. */
  String page(Instant when) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
    page.append(text("Audit of pipeline " + report.pipeline()));
    page.append("</title><style>\n").append(STYLE).append("</style></head><body>\n");
    page.append("<h1>").append(text("Audit of pipeline " + report.pipeline())).append("</h1>\n");
    page.append("<p class=\"when\">").append(when.truncatedTo(ChronoUnit.SECONDS));
    page.append("</p>\n<p class=\"verdict ").append(tone()).append("\">");
    page.append(text(summary.verdict())).append("</p>\n");
    counts();
    coverage();
    findings();
    notes();
    return page.append("</body></html>\n").toString();
  }

  private String tone() {
    if (!report.hasNoFindings()) {
      return "damage";
    }
    return report.isClean() ? "fine" : "gap";
  }

  private void counts() {
    page.append("<h2>Records by place</h2>\n<div class=\"scroll\"><table><tr><th>Topic</th>");
    for (String head :
        List.of(
            "Source records",
            "Rows",
            "Repaired",
            "Dead letters",
            "Expired letters",
            "Dropped",
            "Values compared",
            "From the ledger")) {
      page.append("<th class=\"number\">").append(head).append("</th>");
    }
    page.append("</tr>\n");
    for (Map.Entry<String, AuditReport.Counts> one : report.topics().entrySet()) {
      AuditReport.Counts counts = one.getValue();
      page.append("<tr><td>").append(text(one.getKey())).append("</td>");
      for (long number :
          new long[] {
            counts.source(),
            counts.rows(),
            counts.repaired(),
            counts.dead(),
            counts.expired(),
            counts.dropped(),
            counts.compared(),
            counts.ledgered()
          }) {
        number(number);
      }
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  private void number(long number) {
    page.append("<td class=\"number\">");
    page.append(String.format(Locale.ROOT, "%,d", number)).append("</td>");
  }

  private void coverage() {
    page.append("<h2>Coverage</h2>\n<div class=\"scroll\"><table><tr><th>Table</th>");
    page.append("<th>Topic</th><th>Partitions</th><th class=\"number\">Offsets</th>");
    page.append("<th>Verified</th><th>Note</th></tr>\n");
    for (AuditSummary.Line line : summary.lines()) {
      page.append("<tr><td>").append(text(line.table())).append("</td><td>");
      page.append(text(line.topic())).append("</td><td>").append(text(line.partitions()));
      page.append("</td>");
      number(line.offsets());
      page.append(line.how().startsWith("not") ? "<td class=\"not\">" : "<td>");
      page.append(text(line.how())).append("</td><td>").append(text(line.detail()));
      page.append("</td></tr>\n");
    }
    page.append("</table></div>\n");
  }

  private void findings() {
    if (report.hasNoFindings()) {
      return;
    }
    page.append("<h2>Findings</h2>\n<div class=\"scroll\"><table><tr><th>Kind</th>");
    page.append("<th>Records</th><th>Where</th><th>Problem</th></tr>\n");
    for (Finding finding : report.findings()) {
      String place = finding.place();
      page.append("<tr><td class=\"kind\">").append(finding.kind()).append("</td><td>");
      page.append(place == null ? "" : text(place)).append("</td><td>");
      page.append(text(finding.where())).append("</td><td>").append(text(finding.message()));
      page.append("</td></tr>\n");
    }
    page.append("</table></div>\n");
    if (report.unlisted() > 0) {
      page.append("<p>").append(report.unlisted()).append(" more findings are not listed.</p>\n");
    }
  }

  private void notes() {
    if (report.notes().isEmpty()) {
      return;
    }
    page.append("<h2>Notes</h2>\n<ul>\n");
    report.notes().forEach(note -> page.append("<li>").append(text(note)).append("</li>\n"));
    page.append("</ul>\n");
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
