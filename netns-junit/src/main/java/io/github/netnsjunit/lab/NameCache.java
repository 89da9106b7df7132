package io.github.netnsjunit.lab;

import java.security.Security;

/**
 * Java's cache of host names, which is one for the whole process: what one namespace resolved, every other would be told. The
 * properties are those of {@code java.net.InetAddress}; it reads them once, when the first name is looked up.
 */
final class NameCache {

    private NameCache() {}

    static void disable() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }
}
