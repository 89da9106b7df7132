package io.github.netnsjunit.lab.process;

import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The command that runs a class of this Java process in another one. */
public final class JavaCommand {

    private JavaCommand() {}

    /**
     * Its class path is the class path and the module path of this Java process.
     *
     * @throws IllegalArgumentException if the class has no method {@code main}
     */
    public static String[] of(Class<?> main, String... arguments) {
        boolean hasMain = Stream.<Class<?>>iterate(main, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .map(Method::getName)
                .anyMatch("main"::equals);
        if (!hasMain) {
            throw new IllegalArgumentException("main: " + main + " has no method [main]");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** The class path and the module path together: the new Java process has to find the classes of both. */
    private static String classPath() {
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path", "");
        return modules.isEmpty() ? classes : classes.isEmpty() ? modules : classes + File.pathSeparator + modules;
    }
}
