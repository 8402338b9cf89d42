package hms.cli;

import hms.cli.agent.AgentFault;
import hms.cli.agent.SshAgent;
import hms.trust.Ed25519Signer;
import hms.trust.JdkEd25519;
import hms.trust.MalformedException;
import hms.trust.OpenSshKey;
import hms.trust.OpenSshPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The key that `--sign NAME` means: a file of the key folder, or one that ssh-agent has.
///
/// @param name as the user said it
/// @param signer signs with it
/// @param from where it was found, for people
record SigningKey(String name, Ed25519Signer signer, String from) {

    /// Its fingerprint.
    String fingerprint() {
        return OpenSshKey.fingerprint(signer.publicKey());
    }

    static SigningKey find(Invocation invocation, String name) {
        var environment = invocation.environment();
        var folder = KeyFolder.of(environment);
        var agent = environment.variable("SSH_AUTH_SOCK").map(environment::path).map(SshAgent::at);
        var file = folder.privateKey(name);
        if (file.isPresent()) {
            return ofFile(invocation, folder, agent, name, file.get());
        }
        return agent.flatMap(a -> inAgent(a, folder, name))
                .orElseThrow(() -> absent(folder, agent.isPresent(), name));
    }

    private static SigningKey ofFile(
            Invocation invocation,
            KeyFolder folder,
            Optional<SshAgent> agent,
            String name,
            String text) {
        try {
            var key = OpenSshPrivateKey.parse(text).key();
            if (folder.isExposed(name)) {
                invocation
                        .screen()
                        .note(
                                Ink.WAIT.of("! ")
                                        + "Others may read the private key "
                                        + folder.path().resolve(KeyFolder.slug(name))
                                        + "; chmod 600 it.");
            }
            return new SigningKey(name, JdkEd25519.signer(key), "key folder");
        } catch (MalformedException e) {
            return agent.flatMap(a -> inAgent(a, folder, name))
                    .orElseThrow(
                            () ->
                                    Failure.refused(
                                            "The key \""
                                                    + name
                                                    + "\" cannot be used: "
                                                    + e.getMessage()
                                                    + ".",
                                            agent.isPresent()
                                                    ? "ssh-agent does not have it; add it with ssh-add "
                                                            + folder.path()
                                                                    .resolve(KeyFolder.slug(name))
                                                    : "No ssh-agent runs here (SSH_AUTH_SOCK)."));
        }
    }

    private static Optional<SigningKey> inAgent(SshAgent agent, KeyFolder folder, String name) {
        var known = folder.publicKey(name).map(OpenSshKey::publicKey);
        List<OpenSshKey> keys;
        try {
            keys = agent.keys();
        } catch (AgentFault _) {
            return Optional.empty();
        }
        return keys.stream()
                .filter(
                        key ->
                                known.map(k -> k.equals(key.publicKey()))
                                        .orElseGet(() -> isCalled(key, name)))
                .findFirst()
                .map(key -> new SigningKey(name, agent.signer(key.publicKey()), "ssh-agent"));
    }

    private static boolean isCalled(OpenSshKey key, String name) {
        return key.comment().equals(name) || key.fingerprint().equals(name);
    }

    private static Failure absent(KeyFolder folder, boolean agent, String name) {
        var places = new ArrayList<String>();
        places.add(folder.path().toString());
        if (agent) {
            places.add("ssh-agent");
        }
        var names = folder.names();
        return Failure.refused(
                "There is no key \"" + name + "\" in " + String.join(" or in ", places) + ".",
                names.isEmpty()
                        ? "Make one: hms key new \"" + name + "\""
                        : "There are: "
                                + String.join(", ", names)
                                + ". Make another: hms key new \""
                                + name
                                + "\"");
    }
}
