using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CSharpKernel.Language.Packages;

/// <summary>One run of the SDK's own restore, so that feeds, credentials and caches are those of the user's other projects.</summary>
/// <param name="folder">An empty folder for it.</param>
/// <param name="packages">The version of each package that is wanted.</param>
/// <param name="added">Those that have not been restored before.</param>
/// <param name="sources">Where to look, beside the user's own sources.</param>
internal sealed partial class PackageRestore(
    string folder, Dictionary<string, string> packages, IReadOnlyList<string> added, IReadOnlyCollection<string> sources)
{
    /// <summary>The version of a package of which any will do.</summary>
    public const string AnyVersion = "*";

    // NuGet's code for a source that does not answer.
    private const string SourceUnreachable = "NU1801";

    // Each asks the sources once more.
    private const int MaximalSteps = 4;

    private readonly string[] _any = [.. packages.Where(package => package.Value == AnyVersion).Select(package => package.Key)];
    private readonly Dictionary<string, Version> _below = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _tooNew = new(StringComparer.OrdinalIgnoreCase);
    private bool _isPinned;
    private int _steps;

    /// <summary>The newest version of each package of which an older one was taken, because that goes with a newer .NET.</summary>
    public IReadOnlyDictionary<string, string> TooNew => _tooNew;

    private string Assets => Path.Combine(folder, "obj", "project.assets.json");

    /// <summary>
    /// Restores the packages. What is wanted in any version is taken in the newest that goes with this .NET; without a network,
    /// in the newest of this machine.
    /// </summary>
    /// <exception cref="DirectiveException">A package cannot be had.</exception>
    public async Task<IReadOnlyList<Package>> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Package>? newest = null;
        while (true)
        {
            WriteProject();
            try
            {
                await RestoreAsync(cancellation).ConfigureAwait(false);
            }
            catch (PackageException e) when (TryOlder(PackageAssets.ReadIncompatible(Assets)) || (e.IsUnreachable && TryPin()))
            {
                continue;
            }
            catch (PackageException) when (newest is not null)
            {
                return Keep(newest);
            }

            var restored = PackageAssets.Read(Assets);
            newest ??= restored;
            if (!restored.Any(package => package.IsAheadOfRuntime)) return Keep(restored);
            if (!TryOlder(BehindWhatIsAhead(restored))) return Keep(newest);
        }
    }

    /// <summary>
    /// The packages because of which something comes that the runtime has an older version of: of that there would be two, and of
    /// two types of one name one does not do for the other.
    /// </summary>
    private List<(string Id, string Version)> BehindWhatIsAhead(IReadOnlyList<Package> restored)
    {
        var byId = restored.ToDictionary(package => package.Id, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. packages.Keys
                .Where(id => byId.TryGetValue(id, out var package) && Decided(package, []).Any(other => other.IsAheadOfRuntime))
                .Select(id => (id, byId[id].Version)),
        ];

        // A package, and those that are there in no older version because it asks for them.
        IEnumerable<Package> Decided(Package package, HashSet<string> seen) => !seen.Add(package.Id)
            ? []
            : package.Dependencies
                .Where(other => byId.TryGetValue(other.Key, out var chosen) && chosen.Version == other.Value)
                .SelectMany(other => Decided(byId[other.Key], seen))
                .Prepend(package);
    }

    /// <summary>Sees to it that what is restored later keeps to the versions for which others were given up.</summary>
    private IReadOnlyList<Package> Keep(IReadOnlyList<Package> restored)
    {
        foreach (var package in restored)
        {
            if (!_tooNew.TryGetValue(package.Id, out var tooNew)) continue;
            packages[package.Id] = package.Version;
            if (package.Version == tooNew) _tooNew.Remove(package.Id);
        }

        return restored;
    }

    /// <summary>Goes back behind the last minor version of packages of any version.</summary>
    private bool TryOlder(IReadOnlyList<(string Id, string Version)> refused)
    {
        refused = [.. refused.Where(package => _any.Contains(package.Id, StringComparer.OrdinalIgnoreCase))];
        if (refused.Count == 0 || _steps++ == MaximalSteps) return false;
        foreach (var (id, version) in refused)
        {
            if (!Version.TryParse(version.Split('-', '+')[0], out var number)) return false;
            _tooNew.TryAdd(id, version);
            _below[id] = new Version(number.Major, number.Minor, build: 0);
            packages[id] = $"[*,{_below[id]})";
        }

        return !_isPinned || Pin();
    }

    private bool TryPin() => !_isPinned && Pin();

    /// <summary>Names for each package of any version the newest that is here, so that no source need be asked.</summary>
    private bool Pin()
    {
        _isPinned = true;
        var here = _any.Select(NewestHere).ToArray();
        if (here.Length == 0 || here.Contains(null)) return false;
        foreach (var (id, version) in _any.Zip(here)) packages[id] = $"[{version}]";
        return true;
    }

    private void WriteProject()
    {
        // These stop MSBuild's search for settings in the folders above.
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        var project = new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
                new XElement("RuntimeIdentifier", "$(NETCoreSdkPortableRuntimeIdentifier)"),
                new XElement("UseAppHost", "false"),
                new XElement("SelfContained", "false"),
                new XElement("NuGetAudit", "false"),

                // The configuration of feeds is looked for from the notebook's folder on.
                new XElement("RestoreRootConfigDirectory", WorkingFolder.Current ?? folder),

                // Another source may have what one that does not answer would have had: notebooks outlive feeds.
                new XElement("RestoreIgnoreFailedSources", "true"),
                new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
            new XElement(
                "ItemGroup",
                packages.Select(package => new XElement(
                    "PackageReference", new XAttribute("Include", package.Key), new XAttribute("Version", package.Value)))));
        File.WriteAllText(Path.Combine(folder, "packages.csproj"), project.ToString());
    }

    private async Task RestoreAsync(CancellationToken cancellation)
    {
        using var restore = new Process
        {
            StartInfo = new ProcessStartInfo(FindDotnet(), ["restore", "packages.csproj", "-v:q", "-nologo", "-tl:off"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
            },
        };
        try
        {
            restore.Start();
        }
        catch (Win32Exception e)
        {
            throw new DirectiveException($"{Cannot} The .NET SDK's 'dotnet' cannot be started: {e.Message}");
        }

        try
        {
            var errors = restore.StandardError.ReadToEndAsync(cancellation);
            var output = await restore.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
            output += await errors.ConfigureAwait(false);
            await restore.WaitForExitAsync(cancellation).ConfigureAwait(false);
            if (restore.ExitCode != 0) throw new PackageException(Explain(output), output.Contains(SourceUnreachable, StringComparison.Ordinal));
        }
        catch (OperationCanceledException)
        {
            restore.Kill(entireProcessTree: true);
            await restore.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private string Cannot => $"{string.Join(", ", added)} cannot be fetched.";

    /// <summary>What NuGet says, without the paths of the temporary project, and where it has looked.</summary>
    private string Explain(string output)
    {
        var errors = Error().Matches(output).Select(match => OfPlatform().Replace(match.Value.Trim(), "")).Distinct().ToArray();
        var lines = new List<string> { Cannot };
        lines.AddRange(errors.Length > 0 ? errors : [output.Trim()]);
        if (Settings("sources") is { ValueKind: JsonValueKind.Object } tried)
        {
            lines.Add($"Tried: {string.Join(", ", tried.EnumerateObject().Select(source => WithoutPassword(source.Name)).Distinct())}");
            lines.Add(PackageAssets.ReadIncompatible(Assets).Any()
                ? $"This kernel runs on .NET {Environment.Version.Major}. Name an older version."
                : "Check the name and the version. Another source is added by #i \"nuget: https://…\" or #i \"nuget: folder\".");
        }

        return string.Join(Environment.NewLine, lines);
    }

    /// <summary>What the restore has noted of the settings that it has followed: the user's, and those of cells.</summary>
    private JsonElement? Settings(string name)
    {
        var file = Path.Combine(folder, "obj", "packages.csproj.nuget.dgspec.json");
        if (!File.Exists(file)) return null;
        using var specification = JsonDocument.Parse(File.ReadAllBytes(file));
        return specification.RootElement.GetProperty("projects").EnumerateObject()
            .Select(project => project.Value.GetProperty("restore"))
            .Select(restore => restore.TryGetProperty(name, out var setting) ? setting.Clone() : (JsonElement?)null)
            .FirstOrDefault();
    }

    /// <summary>The newest release of a package that an earlier restore has put on this machine; null if there is none.</summary>
    private string? NewestHere(string id)
    {
        if (Settings("packagesPath") is not { ValueKind: JsonValueKind.String } packages) return null;
        var versions = new DirectoryInfo(Path.Combine(packages.GetString()!, id.ToLowerInvariant()));
        return versions.Exists
            ? versions.EnumerateDirectories()
                .Select(version => Version.TryParse(version.Name, out var number) ? number : null)
                .Where(version => version is not null && (!_below.TryGetValue(id, out var bound) || version < bound))
                .Max()?.ToString()
            : null;
    }

    private static string WithoutPassword(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0
            ? source.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal)
            : source;

    private static string FindDotnet()
    {
        var own = Environment.ProcessPath;
        return own is not null && Path.GetFileNameWithoutExtension(own).Equals("dotnet", StringComparison.OrdinalIgnoreCase)
            ? own
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    }

    /// <summary>An error, or the warning that a source does not answer.</summary>
    [GeneratedRegex(@"(?<=error\s)NU\d+:[^\[\r\n]*|(?<=warning\s)NU1801:[^\[\r\n]*", RegexOptions.CultureInvariant)]
    private static partial Regex Error();

    /// <summary>The platform behind a framework: what does not fit is told for the framework alone, and once more for both.</summary>
    [GeneratedRegex(@"(?<=\)) / [\w.-]*\w", RegexOptions.CultureInvariant)]
    private static partial Regex OfPlatform();

    private sealed class PackageException(string message, bool isUnreachable) : DirectiveException(message)
    {
        public bool IsUnreachable => isUnreachable;
    }
}
