using System.Text.Json;

namespace CSharpKernel.Language.Packages;

/// <summary>Reads what NuGet says of a restore.</summary>
internal static class PackageAssets
{
    // NuGet's code for a package that has nothing for the framework.
    private const string Incompatible = "NU1202";

    /// <summary>The packages that a restore has chosen, those they depend on included.</summary>
    /// <param name="path">The file <c>project.assets.json</c>.</param>
    public static IReadOnlyList<Package> Read(string path)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = assets.RootElement.GetProperty("libraries");

        // The target with a runtime's identifier is the longer of the two.
        var target = assets.RootElement.GetProperty("targets").EnumerateObject().MaxBy(target => target.Name.Length).Value;
        var packages = new List<Package>();
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package") continue;
            var relative = libraries.GetProperty(library.Name).GetProperty("path").GetString()!;
            var folder = folders.Select(folder => Path.Combine(folder, relative)).FirstOrDefault(Directory.Exists)
                ?? throw new DirectiveException($"The package {library.Name} is not where NuGet says that it has put it.");
            var name = library.Name.Split('/');
            var assemblies = Files("runtime").Where(path => !IsOfTheRuntime(path) || FrameworkReferences.IsOlderThan(path)).ToArray();
            var references = Files("compile").ToLookup(path => Path.GetFileName(path), StringComparer.OrdinalIgnoreCase);
            packages.Add(new Package(
                name[0],
                name[1],
                library.Value.TryGetProperty("dependencies", out var dependencies)
                    ? dependencies.EnumerateObject().ToDictionary(other => other.Name, other => LeastOf(other.Value.GetString()!))
                    : [],
                assemblies,
                [.. assemblies.Select(path => references[Path.GetFileName(path)].FirstOrDefault(path))],
                Files("native").ToArray(),
                library.Value.TryGetProperty("frameworkReferences", out var frameworks)
                    ? [.. frameworks.EnumerateArray().Select(framework => framework.GetString()!)]
                    : [],
                Directory.Exists(Path.Combine(folder, "interactive-extensions"))));

            IEnumerable<string> Files(string kind) => library.Value.TryGetProperty(kind, out var files)
                ? files.EnumerateObject()
                    .Where(file => Path.GetFileName(file.Name) != "_._")
                    .Select(file => Path.GetFullPath(Path.Combine(folder, file.Name)))
                : [];
        }

        return packages;
    }

    /// <summary>The packages, with their versions, that have failed a restore because they are not for this .NET.</summary>
    /// <param name="path">The file <c>project.assets.json</c>, which need not exist.</param>
    public static IReadOnlyList<(string Id, string Version)> ReadIncompatible(string path)
    {
        if (!File.Exists(path)) return [];
        using var assets = JsonDocument.Parse(File.ReadAllBytes(path));
        if (!assets.RootElement.TryGetProperty("logs", out var logs)) return [];
        var refused = logs.EnumerateArray()
            .Where(log => log.GetProperty("code").GetString() == Incompatible && log.TryGetProperty("libraryId", out _))
            .Select(log => log.GetProperty("libraryId").GetString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Select(library => library.Name.Split('/'))
                .Where(name => refused.Contains(name[0]))
                .Select(name => (name[0], name[1])),
        ];
    }

    /// <summary>The least version of a range, such as <c>1.0.0</c> or <c>[1.0.0, 2.0.0)</c>.</summary>
    private static string LeastOf(string range) => range.TrimStart('[', '(').Split(',', ']')[0].Trim();

    private static bool IsOfTheRuntime(string path) => FrameworkReferences.Contains(Path.GetFileNameWithoutExtension(path));
}
