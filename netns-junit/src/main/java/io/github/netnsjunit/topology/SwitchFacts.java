package io.github.netnsjunit.topology;

/**
 * What a topology says of a switch.
 *
 * @param spanningTree whether it speaks the spanning tree protocol, and so opens every ring that it is in
 * @param vlanFiltering whether it keeps VLANs apart, according to the options of its ports
 * @param awaitForwarding whether a lab is made only when each port of it forwards, or is blocked by the spanning tree protocol
 * @param own the VLANs of the switch's own interface, which is one of its ports
 */
public record SwitchFacts(boolean spanningTree, boolean vlanFiltering, boolean awaitForwarding, PortVlans own) {}
