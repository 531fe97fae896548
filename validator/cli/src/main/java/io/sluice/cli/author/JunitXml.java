package io.sluice.cli.author;

import io.sluice.contract.Contract;
import io.sluice.fixture.FixtureResult;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the results of contract tests as JUnit XML, one suite per contract, for CI servers.
 *
 * @see <a href="https://github.com/testmoapp/junitxml">The common form of the format</a>
 */
final class JunitXml {

  private JunitXml() {}

  static void write(Map<Contract, List<FixtureResult>> results, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      for (Map.Entry<Contract, List<FixtureResult>> suite : results.entrySet()) {
        suite(suite.getKey(), suite.getValue(), xml);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void suite(Contract contract, List<FixtureResult> results, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", contract.name());
    xml.writeAttribute("tests", "" + results.size());
    xml.writeAttribute(
        "failures", "" + results.stream().filter(result -> !result.passed()).count());
    for (FixtureResult result : results) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", contract.name());
      xml.writeAttribute("name", result.fixture().name());
      xml.writeAttribute("file", result.fixture().place().file());
      xml.writeAttribute("line", "" + result.fixture().place().line());
      if (!result.passed()) {
        xml.writeStartElement("failure");
        xml.writeAttribute("message", result.differences().get(0));
        xml.writeCharacters(String.join("\n", result.differences()));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }
}
