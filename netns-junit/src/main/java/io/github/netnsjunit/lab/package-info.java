/**
 * Networks without JUnit: the {@linkplain io.github.netnsjunit.topology.Topology topology}, which is the immutable description of a
 * network, and the {@linkplain io.github.netnsjunit.lab.Lab lab}, which is the live network made from it, with its network
 * namespaces, links and processes.
 */
@NullMarked
package io.github.netnsjunit.lab;

import org.jspecify.annotations.NullMarked;
