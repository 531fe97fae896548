/** What an audit found and how far it looked. */
@NullMarked
package io.sluice.audit.report;

import org.jspecify.annotations.NullMarked;
