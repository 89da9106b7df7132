package io.github.netnsjunit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.netnsjunit.assertj.NetnsAssertions;
import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Java cannot write in the encoding of its locale is refused where it is looked up. What programs read and print is UTF-8 there too. */
class AsciiLocaleTests {

    @Test
    void namesThatCannotBeWrittenAreRefusedAndTextOfProgramsIsKept() throws Exception {
        assertThat(ChildJvm.of(Umlaut.class)
                        .startedBy(List.of("env", "LC_ALL=C"))
                        .output())
                .containsPattern(
                        "could not look up \\[gr.+n]: this Java process cannot write it in the encoding of its locale")
                .containsPattern("ping: could not look up \\[gr.+n]: this Java process cannot write it")
                .contains("printed: true", "read: true");
    }

    /** Looks up a name that is not ASCII, and talks to programs in such letters. */
    static final class Umlaut {
        private Umlaut() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("blue")))) {
                NetworkNamespace blue = lab.namespace("blue");
                System.out.println(
                        catchThrowable(() -> blue.resolve("gr\u00fcn")).getMessage());
                System.out.println("ping: "
                        + catchThrowable(() -> NetnsAssertions.assertThat(blue).cannotPing("gr\u00fcn"))
                                .getMessage()
                                .replaceFirst("namespace .blue.: ", ""));
                System.out.println(
                        "printed: " + blue.exec("printf", "\\303\\274").output().equals("\u00fc"));
                var cat = blue.process("cat").withInput().start();
                cat.writeLine("gr\u00fcn");
                cat.awaitOutput("gr\u00fcn");
                System.out.println("read: " + cat.output().contains("gr\u00fcn"));
            }
        }
    }
}
