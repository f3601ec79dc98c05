using System.IO.MemoryMappedFiles;
using System.Text;

namespace CSharpKernel.Language.Intelligence;

/// <summary>
/// The XML files that documentation comes in. They are searched as they are, and nothing of them is kept: those of .NET have
/// 30 megabytes, and to search all of them takes some ten milliseconds.
/// </summary>
internal static class DocumentationFiles
{
    // Beside the runtime's own assemblies there is none. The SDK has it with its reference assemblies, which are cut otherwise:
    // what is in one assembly there may be in another here.
    private static readonly Lazy<string[]> Framework = new(FindFramework);

    /// <summary>The element that documents a member of an assembly; null if there is none.</summary>
    /// <param name="assembly">The assembly's file.</param>
    /// <param name="id">The member, as documentation names it.</param>
    public static string? Find(string assembly, string id)
    {
        var name = Path.GetFileNameWithoutExtension(assembly);
        var key = Encoding.UTF8.GetBytes($"<member name=\"{id}\"");
        return FilesOf().Select(file => Search(file, key)).FirstOrDefault(element => element is not null);

        IEnumerable<string> FilesOf()
        {
            if (!FrameworkReferences.Contains(name))
            {
                var beside = Path.ChangeExtension(assembly, ".xml");
                return File.Exists(beside) ? [beside] : [];
            }

            return Framework.Value
                .OrderByDescending(file => Path.GetFileNameWithoutExtension(file) == name)
                .ThenByDescending(file => Path.GetFileNameWithoutExtension(file) == "System.Runtime");
        }
    }

    private static unsafe string? Search(string file, ReadOnlySpan<byte> key)
    {
        try
        {
            using var mapped = MemoryMappedFile.CreateFromFile(file, FileMode.Open, mapName: null, 0, MemoryMappedFileAccess.Read);
            using var view = mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* pointer = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            try
            {
                var text = new ReadOnlySpan<byte>(pointer, (int)Math.Min(new FileInfo(file).Length, int.MaxValue));
                var start = text.IndexOf(key);
                if (start < 0) return null;
                text = text[start..];
                var end = text.IndexOf("</member>"u8);
                return end < 0 ? null : Encoding.UTF8.GetString(text[..(end + "</member>"u8.Length)]);
            }
            finally
            {
                view.SafeMemoryMappedViewHandle.ReleasePointer();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string[] FindFramework()
    {
        // …/shared/Microsoft.NETCore.App/10.0.1/ and …/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0/; or where restoring
        // a project has put the latter.
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string[] places =
        [
            Path.Combine(FrameworkReferences.Folder, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"),
            Path.Combine(packages, "microsoft.netcore.app.ref"),
        ];
        foreach (var place in places.Where(Directory.Exists))
        {
            var latest = new DirectoryInfo(place).GetDirectories($"{Environment.Version.Major}.*")
                .OrderByDescending(folder => Version.TryParse(folder.Name.Split('-')[0], out var version) ? version : new Version())
                .FirstOrDefault();
            if (latest is null) continue;
            var folder = Path.Combine(latest.FullName, "ref", $"net{Environment.Version.Major}.0");
            if (Directory.Exists(folder) && Directory.GetFiles(folder, "*.xml") is { Length: > 0 } files) return files;
        }

        return [];
    }
}
