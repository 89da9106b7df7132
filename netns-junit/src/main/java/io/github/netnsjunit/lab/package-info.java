/**
 * Floor 3: the {@linkplain io.github.netnsjunit.lab.Lab lab}, which is the live network made from a
 * {@linkplain io.github.netnsjunit.topology.Topology topology}, with its network namespaces, links and processes. It knows
 * nothing of JUnit.
 */
@NullMarked
package io.github.netnsjunit.lab;

import org.jspecify.annotations.NullMarked;
