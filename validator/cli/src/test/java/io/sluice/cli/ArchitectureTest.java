package io.sluice.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.contract.ContractParser;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

/** What may know what. */
class ArchitectureTest {

  private static final String[] CORE = {
    "io.sluice.check..",
    "io.sluice.conform..",
    "io.sluice.config..",
    "io.sluice.contract..",
    "io.sluice.deadletter..",
    "io.sluice.decode..",
    "io.sluice.expression..",
    "io.sluice.failure..",
    "io.sluice.fault..",
    "io.sluice.finding..",
    "io.sluice.fix..",
    "io.sluice.fixture..",
    "io.sluice.format..",
    "io.sluice.header..",
    "io.sluice.jsonschema..",
    "io.sluice.language..",
    "io.sluice.limit..",
    "io.sluice.lint..",
    "io.sluice.path..",
    "io.sluice.pattern..",
    "io.sluice.profile..",
    "io.sluice.yaml..",
    "io.sluice.raw..",
    "io.sluice.row..",
    "io.sluice.rules..",
    "io.sluice.schema..",
    "io.sluice.trace..",
    "io.sluice.type..",
    "io.sluice.verdict..",
    "io.sluice.wire.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sluice");

  @Test
  void packagesFormNoCycleAtAnyDepth() {
    slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(ALL);
    slices().matching("io.sluice.(**)").should().beFreeOfCycles().check(ALL);
  }

  /** A class that needs more has more than one job; a record only carries its components. */
  @Test
  void noConstructorTakesMoreThanEightParameters() {
    assertThat(
            ALL.stream()
                .filter(one -> !one.isRecord() && !one.isAnonymousClass())
                .flatMap(one -> one.getConstructors().stream())
                .filter(one -> declaredParameters(one) > 8))
        .isEmpty();
  }

  private static int declaredParameters(JavaConstructor constructor) {
    JavaClass owner = constructor.getOwner();
    // javac gives a constant of an enum its name and ordinal, and an inner class its outer one
    int hidden = owner.isEnum() ? 2 : owner.isInnerClass() ? 1 : 0;
    return constructor.getRawParameterTypes().size() - hidden;
  }

  /** A longer file has more than one job. */
  @Test
  void noFileOfMainCodeIsLongerThan320Lines() throws IOException {
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> files =
        Files.walk(Path.of(System.getProperty("sluice.root", "../.."), "validator"))) {
      for (Path file : files.filter(ArchitectureTest::isMainCode).toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines > 320) {
          tooLong.add(lines + " " + file.getFileName());
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static boolean isMainCode(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.contains("/src/main/java/") && path.endsWith(".java");
  }

  /** Whoever reads a name in a message, a log, or a search finds one class. */
  @Test
  void noTwoClassesShareAName() {
    Map<String, List<String>> names =
        ALL.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(one -> !one.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    TreeMap::new,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    names.values().removeIf(classes -> classes.size() == 1);
    assertThat(names).isEmpty();
  }

  @Test
  void theCoreKnowsNoFlinkKafkaOrIceberg() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..", "org.apache.iceberg..")
        .check(ALL);
  }

  /** A running job has contracts, not texts to parse; only its start reads files. */
  @Test
  void theJobParsesNoContractAndNoYaml() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sluice.job..", "io.sluice.pipeline..")
        .and()
        .doNotBelongToAnyOf(Setup.class)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.sluice.yaml..")
                .or(JavaClass.Predicates.type(ContractParser.class)))
        .check(ALL);
  }

  /**
   * Its module has nothing else on its class path; this says which of it is for contracts. What it
   * reads Kafka with, {@code io.sluice.kafka}, only moves bytes.
   */
  @Test
  void theAuditSharesNoDecoderMapperOrSinkWithTheJob() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sluice.job..",
            "io.sluice.registry..",
            "io.sluice.letters..",
            "io.sluice.check..",
            "io.sluice.conform..",
            "io.sluice.decode..",
            "io.sluice.expression..",
            "io.sluice.header..",
            "io.sluice.language..",
            "io.sluice.row..",
            "io.sluice.rules..",
            "io.sluice.schema..",
            "io.sluice.trace..",
            "io.sluice.wire..")
        .check(ALL);
  }

  @Test
  void enginesStayBehindTheirInterfaces() {
    engine("com.networknt..", "io.sluice.conform..");
    engine("org.everit..", "io.sluice.conform..");
    engine("dev.cel..", "io.sluice.expression..");
    engine("org.snakeyaml..", "io.sluice.yaml..");
    engine("io.opentelemetry.sdk..", "io.sluice.job.trace..");
  }

  private static void engine(String library, String home) {
    noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(ALL);
  }

  /** Kafka's own producer creates topics that were deleted, with the broker's defaults. */
  @Test
  void noProducerCreatesTopics() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.demo..")
        .should()
        .callConstructorWhere(
            JavaCall.Predicates.target(
                HasOwner.Predicates.With.owner(
                    HasName.Predicates.name(KafkaProducer.class.getName()))))
        .check(ALL);
  }

  @Test
  void whatTalksToKafkaKnowsNoFlinkOrIceberg() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.iceberg..")
        .check(ALL);
  }

  /** Its exceptions are translated in one place. */
  @Test
  void oneClassOpensKafkasAdminClient() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.demo..")
        .and()
        .doNotHaveFullyQualifiedName(KafkaAdmin.class.getName())
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(
                    HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(Admin.class)))
                .and(JavaCall.Predicates.target(HasName.Predicates.name("create"))))
        .check(ALL);
  }

  /** One module reads topics; the lock of a replay is a consumer that reads nothing. */
  @Test
  void oneModuleReadsTopics() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.kafka..")
        .and()
        .doNotHaveFullyQualifiedName("io.sluice.replay.RunLock")
        .should()
        .callConstructorWhere(
            JavaCall.Predicates.target(
                HasOwner.Predicates.With.owner(
                    HasName.Predicates.name(KafkaConsumer.class.getName()))))
        .check(ALL);
  }

  @Test
  void theJobKnowsNothingOfTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sluice.job..", "io.sluice.kafka..", "io.sluice.pipeline..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sluice.cli..",
            "io.sluice.demo..",
            "io.sluice.audit..",
            "io.sluice.letters..",
            "io.sluice.replay..")
        .check(ALL);
  }
}
