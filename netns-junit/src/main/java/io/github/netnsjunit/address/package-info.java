/**
 * Floor 0: IP addresses, networks and MAC addresses, read from text once. Looks nothing up and knows nothing else of this project.
 */
@NullMarked
package io.github.netnsjunit.address;

import org.jspecify.annotations.NullMarked;
