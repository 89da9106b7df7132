package io.github.netnsjunit.topology;

/**
 * Two interfaces that are joined as by a cable: each receives what the other sends.
 *
 * @param one the interface at one end
 * @param other the interface at the other end
 */
public record CableFacts(Key.Link one, Key.Link other) {}
