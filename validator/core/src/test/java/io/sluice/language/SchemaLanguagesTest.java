package io.sluice.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.SetUpException;
import io.sluice.schema.SchemaFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of languages that are on the class path, and of others. */
class SchemaLanguagesTest {

  @Test
  void aJarThatLostTheRegistrationOfSluicesOwnLanguagesIsASetUpProblem() {
    assertThatCode(SchemaLanguages::requireOwn).doesNotThrowAnyException();
    List<SchemaLanguage> jsonOnly = List.of(SchemaLanguages.json());
    assertThatThrownBy(() -> SchemaLanguages.requireOwn(jsonOnly))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining(
            "META-INF/services/io.sluice.contract.ValueLanguage registers only [JSON Schema]");
  }

  @Test
  void aLanguageThatIsNotReadKeepsItsName() {
    assertThat(SchemaLanguages.ofType(null)).isEqualTo(SchemaFormat.AVRO);
    SchemaFormat protobuf = SchemaLanguages.ofType("PROTOBUF");
    assertThat(protobuf).as("one day it may be read").isEqualTo(new SchemaFormat("PROTOBUF"));
    assertThat(SchemaLanguages.of(protobuf)).isNull();
  }
}
