using Course.Kernels;
using Jupyter.Kernels;

namespace Course;

/// <summary>Where the parts of the repository are, whatever folder the program is started in.</summary>
internal static class Repository
{
    /// <summary>The repository's top folder: the one above this program that holds <c>helpers</c> and <c>notebooks</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string Notebooks => Path.Combine(Root, "notebooks", "en");

    public static string Diagrams => Path.Combine(Root, "assets");

    public static string Output => Path.Combine(Root, "artifacts", "course");

    /// <summary>The course's own kernel, as it was built.</summary>
    public static KernelSpec Kernel => CourseKernel.Spec(KernelProgram);

    /// <summary>The folder of the course's own kernel, which is built beside this program in the same configuration.</summary>
    public static string KernelProgram
    {
        get
        {
            var build = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            var folder = Path.Combine(build.Parent!.Parent!.FullName, "Kernel", build.Name);
            return File.Exists(Path.Combine(folder, CourseKernel.FileName))
                ? folder
                : throw new UsageException($"The kernel is not built: run 'dotnet build helpers' in {Root}.");
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "helpers", "Helpers.slnx"))) return folder.FullName;
        throw new UsageException("The program is not inside the course's repository: run it with 'dotnet run --project helpers/Course'.");
    }
}
