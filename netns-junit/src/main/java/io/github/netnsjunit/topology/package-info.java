/**
 * Floor 1: the description of a network. A {@linkplain io.github.netnsjunit.topology.Topology topology} is made of
 * {@linkplain io.github.netnsjunit.topology.Part parts}, which tell their facts to its
 * {@linkplain io.github.netnsjunit.topology.Outline outline}. The only kind of part that is known here is the namespace, and the only
 * thing that is known of the kernel is which features it may lack.
 *
 * <p>Users need {@link io.github.netnsjunit.topology.Topology}, {@code Namespace}, {@code PortOptions}, {@code PortVlans},
 * {@code RouteType}, {@code RouteScope}, {@code IpFamilies}, {@code KernelFeature} and {@code TopologyException}. The other types are for the kinds of parts, which are in other packages of
 * this library.
 */
@NullMarked
package io.github.netnsjunit.topology;

import org.jspecify.annotations.NullMarked;
