/**
 * Floor 0: Linux in Java. Netlink sockets and their codec; links, addresses, routes and neighbours as the kernel knows them.
 * Knows nothing of labs.
 */
@NullMarked
package io.github.netnsjunit.kernel;

import org.jspecify.annotations.NullMarked;
