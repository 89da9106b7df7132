package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.LabException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the files of programs.
 *
 * @param namespace for messages
 */
record ProgramFiles(String namespace) {

    static final Path WORKING_DIRECTORY = Path.of("");

    /** The PATH of this Java process. */
    static final String OWN_PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");

    /** Checks that there is a program, and a directory to start it in. */
    void checkExists(String program, Path directory, Map<String, String> environment) {
        boolean onPath = program.indexOf('/') < 0;
        String path = onPath ? environment.getOrDefault("PATH", OWN_PATH) : "";
        if (find(program, path, directory).isEmpty()) {
            Optional<Path> file = files(program, path, directory).findFirst();
            throw new LabException(
                    "namespace [" + namespace + "]: "
                            + file.map(each -> "the program [" + each + "] is not executable: chmod +x it")
                                    .orElse(
                                            !onPath && Files.isDirectory(directory.resolve(program))
                                                    ? "the program [" + program + "] is a directory"
                                                    : "there is no program [" + program + "] "
                                                            + (onPath
                                                                    ? "on the PATH [" + path + "]"
                                                                    : "from " + directory)),
                    null);
        }
        if (!Files.isDirectory(directory)) {
            throw new LabException(
                    "namespace [" + namespace + "]: there is no directory [" + directory + "] to start " + program
                            + " in",
                    null);
        }
    }

    /** A program that is needed to start others. It is looked up in the PATH of this Java process; the user's program may have another. */
    String tool(String program) {
        return find(program, OWN_PATH, WORKING_DIRECTORY.toAbsolutePath())
                .orElseThrow(() -> new LabException(
                        "namespace [" + namespace
                                + "]: starting programs takes nsenter and setsid of util-linux and env of"
                                + " coreutils; [" + program + "] is not on the PATH [" + OWN_PATH + "]: install it",
                        null))
                .toString();
    }

    static Optional<Path> find(String program, String path, Path directory) {
        return files(program, path, directory).filter(Files::isExecutable).findFirst();
    }

    /**
     * The files with this name in the directories of a PATH. Its relative entries are relative to the given directory, and an empty
     * entry is that directory itself.
     */
    private static Stream<Path> files(String program, String path, Path directory) {
        return Stream.of(path.split(File.pathSeparator))
                .map(each -> directory.resolve(each).resolve(program))
                .filter(Files::isRegularFile);
    }
}
