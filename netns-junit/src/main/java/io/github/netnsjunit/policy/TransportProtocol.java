package io.github.netnsjunit.policy;

/** A protocol with ports. */
public enum TransportProtocol {
    TCP,
    UDP
}
