package hms.artifact;

import java.util.List;

/// Who gets an artifact, who is told, and what goes along with it.
///
/// @param tags words by which governance and targets select it
/// @param partners who is told
/// @param scenarios files of cases for the simulation, relative to the artifact's folder
/// @param tests files of the package's own cases, relative to the artifact's folder
/// @param open whether its live values can be read without a token
public record Routing(
        List<String> tags,
        List<String> partners,
        List<String> scenarios,
        List<String> tests,
        boolean open) {

    public Routing {
        tags = List.copyOf(tags);
        partners = List.copyOf(partners);
        scenarios = List.copyOf(scenarios);
        tests = List.copyOf(tests);
    }
}
