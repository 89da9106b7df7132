package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.kernel.libc.Descriptor;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.waiting.Outside;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code nft}, which reads rulesets. It runs as a process of its own: its library is not safe in a process with several
 * threads, and ends the whole process on some rulesets.
 */
public final class NftProgram {

    private static final int LIMIT_SECONDS = 30;

    /** Programs of the administrator are often not on the PATH of others. */
    private static final String PATH = ProgramFiles.OWN_PATH + File.pathSeparator + "/usr/sbin:/sbin";

    private NftProgram() {}

    /**
     * Loads a ruleset, as {@code nft -f} does: all of it, or nothing.
     *
     * @param network the namespace's descriptor
     * @param failed what a message says if it cannot be loaded
     * @throws LabException if {@code nft} is missing, or refuses the ruleset; then with its words, in which lines and columns stand
     */
    public static void load(Descriptor network, Failed failed, String ruleset) {
        String nsenter = find("nsenter", "util-linux", failed);
        String nft = find("nft", "nftables", failed);
        ProcessBuilder builder = new ProcessBuilder(
                        nsenter, "--net=" + NamespaceProcesses.pathOf(network), nft, "-f", "-")
                .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        // Not on this thread: start() may start the JDK's process reaper, which would stay in the caller's namespace.
        String said = Outside.call(() -> run(builder, failed, ruleset));
        if (!said.isEmpty()) {
            throw new LabException(
                    failed + ": nft refused the ruleset, and nothing of it is loaded:" + said, failed, null);
        }
    }

    private static String find(String program, String debianPackage, Failed failed) {
        return ProgramFiles.find(program, PATH, Path.of("").toAbsolutePath())
                .orElseThrow(() -> new LabException(
                        failed
                                + ": rulesets are read by the program nft of the Debian package nftables, entered by nsenter of"
                                + " util-linux; [" + program + "] is not on the PATH [" + PATH
                                + "]: apt-get install " + debianPackage,
                        failed,
                        null))
                .toString();
    }

    /** Returns what it said if it failed, in lines of their own; else nothing. */
    private static String run(ProcessBuilder builder, Failed failed, String ruleset) {
        try {
            Process process = builder.start();
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            String brokenPipe = write(process, ruleset);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int exitCode = process.waitFor();
            if (exitCode == 0 && brokenPipe.isEmpty()) {
                return "";
            }
            List<String> lines = said.isEmpty()
                    ? List.of("it ended with the exit code " + exitCode + " and said nothing" + brokenPipe)
                    : said.lines().toList();
            return System.lineSeparator() + String.join(System.lineSeparator(), lines);
        } catch (IOException failure) {
            throw new LabException(failed + ": could not run nft: " + failure.getMessage(), failed, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LabException(failed + ": interrupted while nft ran", failed, interrupted);
        }
    }

    /** Returns why not all was written: what the program says then tells more. */
    private static String write(Process process, String ruleset) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(ruleset.getBytes(StandardCharsets.UTF_8));
            return "";
        } catch (IOException brokenPipe) {
            return "; it did not read all: " + brokenPipe.getMessage();
        }
    }
}
