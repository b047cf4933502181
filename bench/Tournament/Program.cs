Console.WriteLine("tournament");
