using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CSharpKernel.Language.Packages;

/// <summary>
/// A project that asks for packages, for the SDK's own restore: so feeds, credentials and caches are those of the user's other
/// projects.
/// </summary>
/// <param name="folder">An empty folder for it.</param>
/// <param name="added">The packages that are to be fetched, for the errors.</param>
/// <param name="sources">Where to look, beside the user's own sources.</param>
internal sealed partial class RestoreProject(string folder, IReadOnlyList<string> added, IReadOnlyCollection<string> sources)
{
    // NuGet's code for a source that does not answer.
    private const string SourceUnreachable = "NU1801";

    private string Assets => Path.Combine(folder, "obj", "project.assets.json");

    /// <summary>The packages that the last restore has refused, with their versions: they are not for this .NET.</summary>
    public IReadOnlyList<(string Id, string Version)> Incompatible => PackageAssets.ReadIncompatible(Assets);

    /// <summary>Restores the packages.</summary>
    /// <param name="packages">The version, or range of versions, of each.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>These packages, and all that they depend on.</returns>
    /// <exception cref="RestoreException">A package cannot be had.</exception>
    /// <exception cref="DirectiveException">There is no SDK.</exception>
    public async Task<IReadOnlyList<Package>> RestoreAsync(IReadOnlyDictionary<string, string> packages, CancellationToken cancellation)
    {
        Write(packages);
        await RunAsync(cancellation).ConfigureAwait(false);
        return PackageAssets.Read(Assets);
    }

    /// <summary>The newest release of a package that an earlier restore has put on this machine; null if there is none.</summary>
    /// <param name="id">The package.</param>
    /// <param name="below">If not null, only older ones count.</param>
    public string? NewestHere(string id, Version? below)
    {
        if (Settings("packagesPath") is not { ValueKind: JsonValueKind.String } packages) return null;
        var versions = new DirectoryInfo(Path.Combine(packages.GetString()!, id.ToLowerInvariant()));
        return versions.Exists
            ? versions.EnumerateDirectories()
                .Select(version => Version.TryParse(version.Name, out var number) ? number : null)
                .Where(version => version is not null && (below is null || version < below))
                .Max()?.ToString()
            : null;
    }

    private void Write(IReadOnlyDictionary<string, string> packages)
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

    private async Task RunAsync(CancellationToken cancellation)
    {
        using var restore = new Process
        {
            StartInfo = new ProcessStartInfo(FindDotnet(), ["restore", "packages.csproj", "-v:q", "-nologo", "-tl:off"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                Environment =
                {
                    ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                    ["MSBUILDDISABLENODEREUSE"] = "1",

                    // What it says is read here, and would else be in the reader's language.
                    ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                },
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
            if (restore.ExitCode != 0) throw new RestoreException(Explain(output), output.Contains(SourceUnreachable, StringComparison.Ordinal));
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
            lines.Add(Advise(output));
        }

        return string.Join(Environment.NewLine, lines);
    }

    private string Advise(string output)
    {
        if (Incompatible.Count > 0) return $"This kernel runs on .NET {Environment.Version.Major}. Name an older version.";
        return Downgrade().Match(output) is { Success: true } downgrade
            ? $"Packages disagree on {downgrade.Groups["id"]}. Name it as well: #r \"nuget: {downgrade.Groups["id"]}, {downgrade.Groups["version"]}\"."
            : "Check the name and the version. Another source is added by #i \"nuget: https://…\" or #i \"nuget: folder\".";
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

    /// <summary>A package of which one asks for a newer version than another, and the newer one.</summary>
    [GeneratedRegex(@"NU1605:.*?: (?<id>\S+) from (?<version>\S+) to ", RegexOptions.CultureInvariant)]
    private static partial Regex Downgrade();

    /// <summary>The platform behind a framework: what does not fit is told for the framework alone, and once more for both.</summary>
    [GeneratedRegex(@"(?<=\)) / [\w.-]*\w", RegexOptions.CultureInvariant)]
    private static partial Regex OfPlatform();
}
