package io.github.netnsjunit.jupiter.launcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was heard, by what messages call its tests. A test that sends without end fills a bounded number of lines. Safe for use by several threads. */
final class HeardByTest {

    /** Of each test at most so many different lines are told. */
    private static final int MOST_LINES = 100;

    private final Map<String, Heard> byTest = new LinkedHashMap<>();

    /** Whose packets have not been in a summary yet. */
    private final Set<String> news = new LinkedHashSet<>();

    private static final class Heard {
        final Set<String> packets = new HashSet<>();
        final Set<String> lines = new LinkedHashSet<>();
        long more;
    }

    /** Whether a line says already that these tests sent this. */
    synchronized boolean isTold(String test, String packet) {
        Heard heard = byTest.get(test);
        return heard != null && heard.packets.contains(packet);
    }

    /**
     * Keeps a packet.
     *
     * @param sender what is known of the thread that sent it; empty if nothing
     */
    synchronized void add(String test, String packet, String sender) {
        Heard heard = byTest.computeIfAbsent(test, name -> new Heard());
        if (heard.packets.contains(packet) && (sender.isEmpty() || heard.lines.contains(packet + sender))) {
            return;
        }
        news.add(test);
        if (heard.lines.size() < MOST_LINES) {
            heard.packets.add(packet);
            heard.lines.add(packet + sender);
        } else {
            heard.more++;
        }
    }

    synchronized Set<String> tests() {
        return new LinkedHashSet<>(byTest.keySet());
    }

    /** The tests of which something was heard since the last call. */
    synchronized Set<String> takeNews() {
        Set<String> taken = new LinkedHashSet<>(news);
        news.clear();
        return taken;
    }

    /** A list of what some tests sent. */
    synchronized List<String> list(Set<String> tests) {
        List<String> list = new ArrayList<>();
        for (String test : tests) {
            list.add("  " + test);
            Heard heard = byTest.getOrDefault(test, new Heard());
            heard.lines.forEach(line -> list.add("    - " + line));
            if (heard.more > 0) {
                list.add("    - and " + heard.more + " more");
            }
        }
        return list;
    }
}
