namespace Course.Pages;

/// <summary>
/// The files that pages may show or link to: those in the given folders, and nothing that only seems to be there. Files and
/// folders whose names begin with a dot, and links to elsewhere, are not among them.
/// </summary>
/// <param name="folders">The folders.</param>
internal sealed class CourseFiles(params IEnumerable<string> folders)
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>The folders, each with a separator at its end.</summary>
    private readonly string[] _folders = [.. folders.Select(folder => Path.GetFullPath(folder + Path.DirectorySeparatorChar))];

    /// <summary>Those of a catalogue's folder; with the course's own notebooks, also its diagrams.</summary>
    public static CourseFiles Of(string notebooks) =>
        notebooks == Repository.Notebooks ? new CourseFiles(notebooks, Repository.Diagrams) : new CourseFiles(notebooks);

    /// <summary>The file's path as it is part of links: the number of its folder, then the way from there.</summary>
    /// <returns>The path, <see langword="null"/> for a file that is not to be seen.</returns>
    public string? PathOf(string file)
    {
        var full = Path.GetFullPath(file);
        for (var i = 0; i < _folders.Length; i++)
        {
            if (!full.StartsWith(_folders[i], PathComparison)) continue;
            var path = full[_folders[i].Length..].Replace('\\', '/');
            if (Find($"{i}/{path}") is not null) return $"{i}/{path}";
        }

        return null;
    }

    /// <summary>The file of a path.</summary>
    /// <param name="path">What <see cref="PathOf"/> gave, or anything else.</param>
    /// <returns>The file, <see langword="null"/> where there is none that may be seen.</returns>
    public string? Find(string path)
    {
        var parts = path.Split('/');
        if (parts.Length < 2 || !int.TryParse(parts[0], out var number) || number < 0 || number >= _folders.Length) return null;
        var file = _folders[number];
        foreach (var part in parts.Skip(1))
        {
            if (!IsPlainName(part)) return null;
            file = Path.Combine(file, part);
            if (IsLink(file)) return null;
        }

        return File.Exists(file) ? file : null;
    }

    /// <summary>No way up, no stream of a file, no device: on no system.</summary>
    private static bool IsPlainName(string name) =>
        name.Length > 0 && name[0] != '.' && name[^1] is not ('.' or ' ') && name.IndexOfAny(['\\', ':', '\0', '*', '?', '"', '<', '>', '|']) < 0;

    private static bool IsLink(string path) => new FileInfo(path) is { Exists: true, LinkTarget: not null }
        || new DirectoryInfo(path) is { Exists: true, LinkTarget: not null };
}
