/**
 * Floor 1: the description of a network. A {@linkplain io.github.netnsjunit.topology.Topology topology} is made of
 * {@linkplain io.github.netnsjunit.topology.Part parts}, which tell their facts to its
 * {@linkplain io.github.netnsjunit.topology.Outline outline}. Knows no kind of part but the namespace, and nothing of the kernel but which
 * features it may lack.
 */
@NullMarked
package io.github.netnsjunit.topology;

import org.jspecify.annotations.NullMarked;
