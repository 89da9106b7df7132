package io.github.netnsjunit.service;

/** By which transport a query came to a name server. */
public enum DnsTransport {
    /** In one datagram. */
    UDP,
    /** Over a connection, as resolvers ask again when an answer was truncated. */
    TCP
}
