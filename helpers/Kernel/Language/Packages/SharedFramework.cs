using System.Reflection.PortableExecutable;

namespace CSharpKernel.Language.Packages;

/// <summary>Assemblies that are installed beside the runtime's own, such as those of ASP.NET Core.</summary>
/// <param name="Name">Its name, as packages and projects ask for it.</param>
/// <param name="Version">Its version.</param>
/// <param name="Assemblies">Its assemblies.</param>
internal sealed record SharedFramework(string Name, Version Version, IReadOnlyList<string> Assemblies)
{
    /// <summary>Whether there is one of a name.</summary>
    public static bool Exists(string name) => Path.GetFileName(name) == name && FolderOf(name).Exists;

    /// <summary>The newest of a name that goes with this runtime; null if there is none.</summary>
    public static SharedFramework? Find(string name)
    {
        if (!Exists(name)) return null;
        var folder = FolderOf(name);
        var version = folder.EnumerateDirectories()
            .Select(version => Version.TryParse(version.Name, out var number) ? number : null)
            .Where(version => version?.Major == Environment.Version.Major)
            .Max();
        return version is null
            ? null
            : new SharedFramework(folder.Name, version, [.. Directory.EnumerateFiles(Path.Combine(folder.FullName, version.ToString()), "*.dll").Where(IsManaged)]);
    }

    /// <summary>The runtime's own folder is shared/Microsoft.NETCore.App/10.0.0 of the place where .NET is installed.</summary>
    private static DirectoryInfo FolderOf(string name) => new(Path.Combine(FrameworkReferences.Folder, "..", "..", name));

    private static bool IsManaged(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }
}
