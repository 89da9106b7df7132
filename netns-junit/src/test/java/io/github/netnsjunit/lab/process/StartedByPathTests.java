package io.github.netnsjunit.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.netnsjunit.lab.LiveLab;
import io.github.netnsjunit.process.NamespaceProcess;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which programs are started, and which words are refused. */
@Timeout(30)
class StartedByPathTests extends LiveLab {

    @Override
    protected Topology topology() {
        return Topology.of(Namespace.of("blue_ns"));
    }

    /** It shows its environment as it came: the shell would not pass every variable on. */
    private static void writeProgram(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho \"runs with $1\"; tr '\\0' '\\n' </proc/$$/environ\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"build=debug", "a b", "-x", "$HOME", "a'b\"c"})
    void aPathMayHoldAnyCharacter(String name, @TempDir Path parent) throws IOException {
        Path directory = Files.createDirectory(parent.resolve(name));
        Path program = directory.resolve(name);
        writeProgram(program);
        for (NamespaceProcess started : new NamespaceProcess[] {
            blue.process(program.toString(), "x=y")
                    .environment("spring.profile", "test")
                    .start(),
            blue.process("./" + name, "x=y")
                    .directory(directory)
                    .environment("spring.profile", "test")
                    .start(),
            blue.process(name, "x=y")
                    .environment("PATH", directory + ":" + System.getenv("PATH"))
                    .environment("spring.profile", "test")
                    .start()
        }) {
            assertThat(started.awaitExit()).as(started.output()).isZero();
            assertThat(started.output().lines()).contains("runs with x=y", "spring.profile=test");
        }
    }

    @Test
    void aWordThatNoProgramCanGetIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> blue.start((String[]) null))
                .withMessage("command");
        assertThatNullPointerException()
                .isThrownBy(() -> blue.start("echo", null))
                .withMessage("command[1]");
        assertThatIllegalArgumentException().isThrownBy(() -> blue.start()).withMessageContaining("name of a program");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.start("", "x"))
                .withMessageContaining("name of a program");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.start("echo", "a\0b"))
                .withMessageContaining("command[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.process("env").environment("A=B", "c"))
                .withMessageContaining("[A=B]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.process("env").environment("", "c"))
                .withMessageContaining("[]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> blue.process("env").environment("A", "b\0"))
                .withMessageContaining("[A]");
        assertThatNullPointerException()
                .isThrownBy(() -> blue.process("env").environment("A", null))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> blue.process("env").directory(null))
                .withMessage("path");
    }
}
