/** Floor 3, hidden: reads and changes the network of one namespace: its links, addresses, routes and kernel parameters. */
@NullMarked
package io.github.netnsjunit.lab.network;

import org.jspecify.annotations.NullMarked;
