package io.github.netnsjunit.topology;

/**
 * Two interfaces of which each receives what the other sends.
 *
 * @param one an interface
 * @param other the one at the other end
 */
public record CableFacts(Key.Link one, Key.Link other) {}
