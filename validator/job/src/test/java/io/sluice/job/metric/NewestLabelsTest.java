package io.sluice.job.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.job.metric.NewestLabels.Place;
import org.junit.jupiter.api.Test;

class NewestLabelsTest {

  private final NewestLabels labels = new NewestLabels();

  @Test
  void theNewestHaveTheirOwn() {
    for (int id = 1; id <= NewestLabels.MOST; id++) {
      assertThat(labels.place("id:" + id)).isEqualTo(new Place(true, null));
    }
    assertThat(labels.place("id:21")).isEqualTo(new Place(true, "id:1"));
    assertThat(labels.place("id:1")).isEqualTo(new Place(false, null));
    assertThat(labels.place("id:9")).isEqualTo(new Place(true, null));
    assertThat(labels.place("id:100")).isEqualTo(new Place(true, "id:2"));
  }

  @Test
  void whatHasNoNumberMakesRoomFirst() {
    labels.place("sha256:ab");
    for (int id = 1; id < NewestLabels.MOST; id++) {
      labels.place("id:" + id);
    }
    assertThat(labels.place("guid:x").own()).isFalse();
    assertThat(labels.place("id:20")).isEqualTo(new Place(true, "sha256:ab"));
  }
}
