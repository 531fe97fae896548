@NullMarked
package io.sluice.job.lake.commit;

import org.jspecify.annotations.NullMarked;
