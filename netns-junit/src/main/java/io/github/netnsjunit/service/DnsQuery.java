package io.github.netnsjunit.service;

import java.net.InetAddress;

/**
 * A query that came to a name server, whatever was answered.
 *
 * @param from the address of the host that asked
 * @param name the name that was asked for, as the host wrote it, without the dot at the end: {@code www.example.test}
 * @param type which records were asked for: {@code A}, {@code AAAA}, {@code SRV}
 * @param transport how it came
 */
public record DnsQuery(InetAddress from, String name, String type, DnsTransport transport) {}
