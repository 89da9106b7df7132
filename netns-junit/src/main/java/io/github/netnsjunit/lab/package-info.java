/**
 * Floor 2: the topology (the immutable description of a network) and the lab (the live network made from it), with its network
 * namespaces, links and processes.
 */
@NullMarked
package io.github.netnsjunit.lab;

import org.jspecify.annotations.NullMarked;
