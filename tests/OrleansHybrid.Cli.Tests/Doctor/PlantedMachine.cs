namespace OrleansHybrid.Cli.Tests.Doctor;

/// <summary>
/// This process on a machine with planted faults: a driver's tool and a trainer that a shell plays, and nothing else on the path. The
/// environment is that of the whole process, so no other test may run meanwhile.
/// </summary>
internal sealed class PlantedMachine : IDisposable
{
    /// <summary>A driver's tool that works.</summary>
    public const string WorkingSmi = """
        case "$1" in
          --query-gpu=driver_version) echo 570.133.20 ;;
          --query-gpu=mig.mode.current) echo Disabled ;;
          -L) echo "GPU 0: NVIDIA H200 (UUID: GPU-5a1c0000-1111)" ;;
          *) echo "0, GPU-5a1c0000-1111, 143771, NVIDIA H200" ;;
        esac
        """;

    // What a trainer answers that finds nothing wrong, on the CPU and on the GPU that it sees.
    private const string Trainer = """
        #!/bin/sh
        words="$*"
        say() {
          case "$words" in *"--only $1"*) ;; *--only*) return ;; esac
          echo "{\"check\":\"$1\",\"state\":\"ok\",\"found\":\"$2\"}"
        }
        case "$words" in
          *"--device cuda"*) say step "as stored, on $CUDA_VISIBLE_DEVICES"; exit 0 ;;
        esac
        say processor "a planted one"
        say step "as stored"
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _former = [];

    /// <param name="smi">What the driver's tool does; null if it is missing.</param>
    /// <param name="isForCuda">True for a trainer that is built for GPUs.</param>
    /// <param name="visible">What <c>CUDA_VISIBLE_DEVICES</c> says; null if it is not set.</param>
    public PlantedMachine(string? smi, bool isForCuda, string? visible)
    {
        Directory.CreateDirectory(_folder["bin"]);
        if (smi is not null) Program("bin/nvidia-smi", $"#!/bin/sh\n{smi}\n");
        Program("trainer", Trainer);
        if (isForCuda) _folder.File("libtorch_cuda.so", "");
        Set("PATH", _folder["bin"]);
        Set("ORLEANSHYBRID_TRAINER", _folder["trainer"]);
        Set("CUDA_VISIBLE_DEVICES", visible);
    }

    public string Folder => _folder.Path;

    public void Dispose()
    {
        foreach (var (name, value) in _former) Environment.SetEnvironmentVariable(name, value);
        _folder.Dispose();
    }

    private void Set(string name, string? value)
    {
        _former[name] = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    private void Program(string name, string text)
    {
        var file = _folder.File(name, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
