using System.Text.RegularExpressions;
using Jupyter.Kernels;

namespace Course.Kernels;

/// <summary>The verb <c>kernel</c>: makes the course's kernel known to every Jupyter front end.</summary>
internal static partial class KernelCommand
{
    public static void Install(string name, string? prefix, bool force)
    {
        var installation = Locate(name, prefix);
        var replaced = installation.Exists && !installation.IsOurs ? Describe(installation.Folder) : null;
        if (replaced is not null && !force)
        {
            throw new UsageException(
                $"There is another kernel named '{installation.Name}' in {installation.Folder}: {replaced}. "
                + "Replace it with --force, or install beside it with --name.");
        }

        installation.Install(Repository.KernelProgram, OpenLogo, CourseKernel.Spec);
        Console.WriteLine($"Installed '{installation.Name}', which front ends show as {CourseKernel.Spec("").DisplayName}, in {installation.Folder}.");
        if (replaced is not null) Console.WriteLine($"It has replaced {replaced}.");
        if (Found(installation.Name) is not { } found)
        {
            Console.WriteLine(
                "Jupyter does not look there of itself: start it from that environment, "
                + $"or set JUPYTER_PATH to {Path.GetDirectoryName(Path.GetDirectoryName(installation.Folder))}.");
        }
        else if (!IsSame(found, installation.Folder))
        {
            Console.WriteLine($"Jupyter finds another one of this name first, in {found}: {Describe(found)}.");
        }
    }

    public static void List()
    {
        var rows = KernelSpecs.Folders()
            .Select(kernel => (string[])
            [
                kernel.Key,
                ReadOrNull(kernel.Value)?.DisplayName ?? "(its kernel.json cannot be read)",
                new KernelInstallation(CourseKernel.Product, kernel.Value).IsOurs ? "this course's" : "",
                kernel.Value,
            ])
            .ToArray();
        if (rows.Length == 0)
        {
            Console.WriteLine("No Jupyter kernel is installed. 'kernel install' installs the course's.");
            return;
        }

        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            Console.WriteLine(string.Join("  ", row.Select((text, column) => column < widths.Length ? text.PadRight(widths[column]) : text)));
    }

    public static void Uninstall(string name, string? prefix)
    {
        var installation = Locate(name, prefix);
        if (!installation.Exists)
        {
            var places = KernelSpecs.Folders().Values.Where(folder => new KernelInstallation(CourseKernel.Product, folder).IsOurs).ToArray();
            throw new UsageException(
                $"There is no kernel named '{installation.Name}' in {Path.GetDirectoryName(installation.Folder)}. "
                + (places.Length == 0
                    ? "The course's kernel is not installed where Jupyter looks."
                    : $"The course's kernel is installed in {string.Join(", ", places)}."));
        }

        if (!installation.IsOurs)
        {
            throw new UsageException(
                $"The kernel in {installation.Folder} is not the course's and stays: {Describe(installation.Folder)}.");
        }

        installation.Uninstall();
        Console.WriteLine($"Removed '{installation.Name}' from {Path.GetDirectoryName(installation.Folder)}.");
    }

    private static KernelInstallation Locate(string name, string? prefix)
    {
        if (!KernelName().IsMatch(name))
            throw new UsageException($"'{name}' cannot be a kernel's name: it may have letters, digits, '-', '.' and '_' only, and not dots alone.");
        var data = prefix is null ? JupyterFolders.User : JupyterFolders.Under(prefix);
        return new KernelInstallation(
            CourseKernel.Product, Path.Combine(JupyterFolders.Kernels(data), name.ToLowerInvariant()));
    }

    private static Stream OpenLogo(string name) => typeof(KernelCommand).Assembly.GetManifestResourceStream(name)!;

    /// <summary>What a person needs to know another kernel by: what it calls itself, and what it starts.</summary>
    private static string Describe(string folder) => ReadOrNull(folder) is { } spec
        ? $"{spec.DisplayName}, started by '{string.Join(' ', spec.Arguments.Where(argument => !argument.StartsWith('{')))}'"
        : "its kernel.json cannot be read";

    private static KernelSpec? ReadOrNull(string folder)
    {
        try
        {
            return KernelSpec.Read(folder);
        }
        catch (KernelSpecException)
        {
            return null;
        }
    }

    private static string? Found(string name) => KernelSpecs.Folders().GetValueOrDefault(name);

    private static bool IsSame(string folder, string other) => string.Equals(
        Path.GetFullPath(folder),
        Path.GetFullPath(other),
        OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?!\.+$)[A-Za-z0-9._-]+$")]
    private static partial Regex KernelName();
}
