/**
 * Floor 0: IP addresses, IP networks and MAC addresses, and how to read them from text. Nothing here asks a name service.
 */
@NullMarked
package io.github.netnsjunit.address;

import org.jspecify.annotations.NullMarked;
