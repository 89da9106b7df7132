package io.github.netnsjunit.assertj;

import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.Reachability;
import io.github.netnsjunit.probe.TcpConnect;

/**
 * A probe that was sent, and its result.
 *
 * @param host whom it was to reach
 * @param aim what it tried, as an infinitive without its {@code to}
 * @param result what came of it
 */
record Attempt(String host, String aim, Reachability result) {

    /**
     * Sends the probe.
     *
     * @throws IllegalStateException if the thread is interrupted, which stays flagged
     */
    static Attempt at(Probe probe) {
        try {
            return new Attempt(probe.host(), aim(probe), probe.send());
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during the " + probe, interrupt);
        }
    }

    static String aim(Probe probe) {
        if (probe instanceof TcpConnect connect) {
            return "connect to " + connect.host() + " port " + connect.port();
        }
        Ping ping = (Ping) probe;
        return "ping " + ping.host();
    }
}
