package io.github.netnsjunit.lab.system;

import io.github.netnsjunit.lab.LabException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** The Java threads of this process by their ids in the kernel. Only the thread dump of HotSpot contains these ids. */
public final class ThreadDump {

    /**
     * Matches {@code "name" #12 … nid=0x1a2b …} and the stack below it. From JDK 21 on the id is decimal. A name can
     * contain quotation marks and line breaks: it ends at the last quotation mark of the first line that contains an
     * id.
     */
    private static final Pattern THREAD =
            Pattern.compile("(?md)^\"((?s:.*?))\" (?!.*\" .*nid=).*?nid=(0x\\p{XDigit}+|\\d+).*\\n((?:[ \\t]+.*\\n)*)");

    /**
     * A thread.
     *
     * @param name its name
     * @param stack its state and its frames, each on an indented line
     */
    public record Entry(String name, String stack) {

        public boolean hasTerminated() {
            return stack.contains("java.lang.Thread.State: TERMINATED");
        }
    }

    private ThreadDump() {}

    /** Takes a thread dump. The keys are the ids in the kernel. */
    public static Map<Integer, Entry> take() {
        Map<Integer, Entry> entries = new HashMap<>();
        Matcher thread = THREAD.matcher(text());
        while (thread.find()) {
            entries.put(
                    Integer.decode(thread.group(2)),
                    new Entry(thread.group(1), System.lineSeparator() + thread.group(3)));
        }
        return entries;
    }

    private static String text() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "threadPrint",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException unavailable) {
            throw new LabException("this Java runtime gives no thread dump (jdk.management is missing)", unavailable);
        }
    }
}
