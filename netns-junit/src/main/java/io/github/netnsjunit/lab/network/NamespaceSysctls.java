package io.github.netnsjunit.lab.network;

import io.github.netnsjunit.kernel.libc.Libc;
import io.github.netnsjunit.kernel.libc.LinuxException;
import io.github.netnsjunit.kernel.link.LinkMessage;
import io.github.netnsjunit.kernel.system.SysctlName;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.inside.NamespaceThreads;
import io.github.netnsjunit.lab.refusal.Failed;
import io.github.netnsjunit.lab.refusal.Refusals;
import io.github.netnsjunit.lab.system.SysctlFile;
import io.github.netnsjunit.topology.rules.SystemText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The kernel parameters of one namespace, read and written on its threads. */
public final class NamespaceSysctls {

    private final String namespace;
    private final Libc libc;
    private final NamespaceThreads threads;
    private final NamespaceNetwork network;

    public NamespaceSysctls(String namespace, Libc libc, NamespaceThreads threads, NamespaceNetwork network) {
        this.namespace = namespace;
        this.libc = libc;
        this.threads = threads;
        this.network = network;
    }

    public String get(String parameter) {
        check(parameter);
        try {
            return threads.callChecked(() -> SysctlFile.read(parameter));
        } catch (NoSuchFileException | AccessDeniedException unreadable) {
            throw new LabException(
                    "namespace [" + namespace + "] has no kernel parameter [" + parameter + "] that is readable"
                            + missingInterface(parameter),
                    unreadable);
        } catch (IOException failure) { // for example because no file can be opened
            throw new LabException(
                    "namespace [" + namespace + "]: could not read the kernel parameter [" + parameter + "]: "
                            + failure,
                    failure);
        }
    }

    /** Why a parameter is missing, if the interface is that it belongs to. */
    private String missingInterface(String parameter) {
        List<String> known =
                network.tables().links().stream().map(LinkMessage::name).toList();
        return SysctlName.interfaceOf(parameter)
                .filter(name -> !known.contains(name))
                .map(name -> ": there is no interface [" + name + "]; it has " + known)
                .orElse("");
    }

    public void set(String parameter, String value) {
        check(parameter);
        network.checkSysctlChange(parameter);
        Failed failed = Failed.at("set " + parameter + " to [" + value + "]").in(namespace);
        try {
            threads.callChecked(() -> {
                SysctlFile.write(libc, failed, parameter, value);
                return value;
            });
        } catch (LinuxException refused) {
            throw Refusals.explain(failed, refused);
        }
    }

    private void check(String parameter) {
        SysctlName.mistake(parameter).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
        SystemText.mistake(parameter).ifPresent(reason -> {
            throw new LabException(
                    "namespace [" + namespace + "]: the kernel parameter [" + parameter
                            + "] can neither be read nor set: " + reason,
                    null);
        });
    }
}
