package io.github.netnsjunit.jupiter.launcher;

import io.github.netnsjunit.lab.jvm.LeavingPacket;
import io.github.netnsjunit.lab.system.ThreadDump;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The thread that sent a packet, where it can be told: the only one that is in a call which sends such packets. One that does not wait
 * for an answer has gone on, as that of a datagram mostly has.
 *
 * @param name empty if it is not known
 * @param stack its frames, as a thread dump shows them
 */
record SendingThread(String name, String stack) {

    static final SendingThread UNKNOWN = new SendingThread("", "");

    private static final Pattern LOOKS_UP = Pattern.compile("\\.(lookupAllHostAddr|getHostByAddr)\\(");
    private static final Pattern CONNECTS = Pattern.compile(
            "sun\\.nio\\.ch\\.(Net\\.connect0|Net\\.pollConnect|NioSocketImpl\\.(connect|timedFinishConnect))\\(");
    private static final Pattern SENDS = Pattern.compile("sun\\.nio\\.ch\\.Datagram\\w+\\.(send0|write0|send)\\(");

    /** Frames that say nothing of who called: of the JDK, with the name of its module before the file, of JUnit, and of generated classes. */
    private static final Pattern UNTELLING = Pattern.compile("\\((java|jdk)\\.|at org\\.junit\\.|\\$\\$Lambda");

    /** Before the class may stand its loader and its module, as in {@code app//}. */
    private static final Pattern FRAME = Pattern.compile("\\bat (?:[^\\s()]*/)?([\\w.$]+)\\.([\\w$<>]+)\\(");

    private static final Pattern ANONYMOUS = Pattern.compile("\\$\\d.*");

    /** As Java's compiler calls the body of one, and as Kotlin's does. */
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+?)\\$\\d+|(\\w+?)\\$lambda\\$\\d+");

    private static final int MOST_FRAMES = 5;

    /** A method by the names of its class and its own. */
    record CodeMethod(String type, String name) {}

    static SendingThread of(LeavingPacket packet) {
        Pattern calls = packet.isDns() ? LOOKS_UP : packet.isTcp() ? CONNECTS : SENDS;
        List<ThreadDump.Entry> senders = ThreadDump.take().values().stream()
                .filter(thread -> calls.matcher(thread.stack()).find())
                .toList();
        return senders.size() == 1
                ? new SendingThread(senders.get(0).name(), senders.get(0).stack())
                : UNKNOWN;
    }

    /** The methods that it was in. A lambda counts as the method that it stands in, an anonymous class as the one around it. */
    Set<CodeMethod> methods() {
        return FRAME.matcher(stack)
                .results()
                .map(frame -> new CodeMethod(
                        ANONYMOUS.matcher(frame.group(1)).replaceFirst(""),
                        LAMBDA.matcher(frame.group(2)).replaceFirst("$1$2")))
                .collect(Collectors.toSet());
    }

    /** Says which thread it is and whose code it ran; empty if that is not known. */
    String describe() {
        if (name.isEmpty()) {
            return "";
        }
        String frames = stack.lines()
                .map(String::strip)
                .filter(line ->
                        line.startsWith("at ") && !UNTELLING.matcher(line).find())
                .limit(MOST_FRAMES)
                .collect(Collectors.joining(System.lineSeparator() + "        "));
        return ", by thread [" + name + "]" + (frames.isEmpty() ? "" : System.lineSeparator() + "        " + frames);
    }
}
