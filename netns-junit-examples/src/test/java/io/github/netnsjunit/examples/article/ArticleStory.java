package io.github.netnsjunit.examples.article;

import java.io.File;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints the article while its tests run: each section, each claim, and below it the evidence that the test reported.
 * Prints only if the system property {@value #TELL} is true.
 */
public final class ArticleStory implements TestExecutionListener {

    static final String TELL = "netns.junit.examples.story";

    private final boolean tell = Boolean.getBoolean(TELL);
    private final PrintStream out = System.out;
    private final Marks marks = Marks.printable();
    private final Map<String, List<String>> evidence = new ConcurrentHashMap<>();
    private Set<String> interfaces = Set.of();
    private long began;
    private int shown;
    private int failed;
    private int skipped;

    /** The signs in front of claims, one for each outcome. */
    private record Marks(String shown, String failed, String skipped) {

        static Marks printable() {
            String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding"));
            return Charset.forName(encoding).newEncoder().canEncode('✓')
                    ? new Marks("✓", "✗", "○")
                    : new Marks("+", "!", "-");
        }
    }

    /** JUnit calls this. */
    public ArticleStory() {}

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (tell) {
            began = System.nanoTime();
            interfaces = interfacesOfTheMachine();
            line("");
            line("NETWORKING BEHIND CONTAINERS: NETWORK NAMESPACES");
            line("An article, claim by claim: each is a JUnit test that runs here, on Linux "
                    + System.getProperty("os.version") + ".");
            line(
                    "Below each claim: what was done or asked in Java, // what one types in a shell for the same, and the answer.");
        }
    }

    @Override
    public void executionStarted(TestIdentifier started) {
        if (isOurs(started) && started.isContainer()) {
            heading(started);
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        if (isOurs(test) && test.isContainer()) {
            heading(test);
            line("");
            wrapped("  ", marks.skipped + " Skipped: ", reason);
            skipped++;
        } else if (isOurs(test)) {
            claim(test, marks.skipped);
            wrapped("        ", "skipped: ", reason);
            skipped++;
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        if (isOurs(test)) {
            evidence.computeIfAbsent(test.getUniqueId(), id -> new ArrayList<>())
                    .addAll(entry.getKeyValuePairs().values());
        }
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        if (!isOurs(finished) || (finished.isContainer() && result.getStatus() == Status.SUCCESSFUL)) {
            return;
        }
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                claim(finished, marks.shown);
                shown++;
            }
            case ABORTED -> {
                claim(finished, marks.skipped);
                wrapped("        ", "skipped: ", messageOf(result));
                skipped++;
            }
            case FAILED -> {
                claim(finished, marks.failed);
                indented("        ", messageOf(result));
                failed++;
            }
        }
        evidence.getOrDefault(finished.getUniqueId(), List.of()).forEach(entry -> indented("        ", entry));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (tell) {
            line("");
            line("%d claims shown, %d failed, %d skipped, in %.1f s."
                    .formatted(shown, failed, skipped, (System.nanoTime() - began) / 1e9));
            line(
                    interfacesOfTheMachine().equals(interfaces)
                            ? "This machine has the same network interfaces as before."
                            : "This machine's network interfaces have changed meanwhile: " + interfaces + " before, "
                                    + interfacesOfTheMachine() + " now.");
            line("The tests: netns-junit-examples/src/test/java/"
                    + ArticleStory.class.getPackageName().replace('.', '/'));
            line("");
        }
    }

    private static Set<String> interfacesOfTheMachine() {
        String[] names = new File("/sys/class/net").list();
        return names == null ? Set.of() : new TreeSet<>(List.of(names));
    }

    private boolean isOurs(TestIdentifier test) {
        return tell
                && classOf(test)
                        .filter(name -> name.startsWith(ArticleStory.class.getPackageName() + "."))
                        .isPresent();
    }

    private static Optional<String> classOf(TestIdentifier test) {
        return test.getSource().flatMap(source -> {
            if (source instanceof ClassSource type) {
                return Optional.of(type.getClassName());
            }
            return source instanceof MethodSource method ? Optional.of(method.getClassName()) : Optional.empty();
        });
    }

    private void heading(TestIdentifier container) {
        boolean section = classOf(container).orElse("").contains("$");
        String title = container.getDisplayName();
        line("");
        line((section ? "  " : "") + title);
        if (!section) {
            line("=".repeat(title.length()));
        }
    }

    private void claim(TestIdentifier test, String mark) {
        line("");
        line("    " + mark + " " + test.getDisplayName());
    }

    private static String messageOf(TestExecutionResult result) {
        return result.getThrowable()
                .map(thrown -> String.valueOf(thrown.getMessage()))
                .orElse("no reason given");
    }

    private void indented(String margin, String text) {
        text.lines().filter(line -> !line.isBlank()).forEach(line -> line(margin + line));
    }

    private void wrapped(String margin, String lead, String text) {
        StringBuilder row = new StringBuilder(margin).append(lead);
        int width = 100;
        boolean begun = false;
        for (String word : text.split("\\s+", -1)) {
            if (begun && row.length() + word.length() >= width) {
                line(row.toString());
                row = new StringBuilder(margin).append("  ");
                begun = false;
            }
            row.append(begun ? " " : "").append(word);
            begun = true;
        }
        line(row.toString());
    }

    private void line(String text) {
        out.println(text);
    }
}
