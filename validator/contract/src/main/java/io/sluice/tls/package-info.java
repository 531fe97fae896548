/** TLS as all clients use it: readable errors, and key files that change while they are in use. */
@NullMarked
package io.sluice.tls;

import org.jspecify.annotations.NullMarked;
